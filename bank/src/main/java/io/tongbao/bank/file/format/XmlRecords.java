package io.tongbao.bank.file.format;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an ISO 20022 message as a stream of small records, so that the largest file costs the memory of one entry. No document type, no
 * entities, no outside references; depth, leaves and text are bounded.
 */
final class XmlRecords {

    private static final int DEEPEST = 40;
    private static final int MOST_LEAVES = 200;
    private static final int LONGEST_TEXT = 2000;
    private static final String NAMESPACES = "urn:iso:std:iso:20022:tech:xsd:";

    /** Takes what is found, in the file's order. */
    interface Sink {
        /**
         * @param leaves texts of elements without children by their path below the record ({@code Refs/EndToEndId}), and currencies by the
         *     path and {@code @Ccy}; of a repeated leaf the first, and then {@code path#} is there too
         */
        void record(String name, Map<String, String> leaves) throws FileRefused;
    }

    private final XMLStreamReader xml;
    private final Set<String> names;
    private final Sink sink;
    private String message = "";

    private XmlRecords(XMLStreamReader xml, Set<String> names, Sink sink) {
        this.xml = xml;
        this.names = names;
        this.sink = sink;
    }

    /**
     * @param names of the elements that are records; one inside another belongs to the outer
     * @return the message's name, {@code pain.002.001.10}
     */
    static String read(InputStream in, Set<String> names, Sink sink) throws IOException, FileRefused {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("no outside references");
        });
        // Else it prints what is wrong with a file to the terminal.
        factory.setXMLReporter((text, type, related, location) -> {});
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            try {
                XmlRecords records = new XmlRecords(xml, names, sink);
                records.document();
                return records.message;
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io
                    && !(io instanceof CharConversionException)
                    && !(io instanceof UnsupportedEncodingException)) {
                throw io;
            }
            // Its message may quote the file.
            throw new FileRefused("not well-formed XML"
                    + (e.getLocation() == null
                            ? ""
                            : ", line " + e.getLocation().getLineNumber()));
        }
    }

    private void document() throws XMLStreamException, FileRefused {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD,
                        XMLStreamConstants.ENTITY_REFERENCE,
                        XMLStreamConstants.ENTITY_DECLARATION ->
                    throw new FileRefused("document types and entities are not taken");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth == 0) {
                        root();
                    }
                    if (depth > 0 && names.contains(xml.getLocalName())) {
                        String name = xml.getLocalName();
                        sink.record(name, leaves());
                    } else {
                        depth++;
                        shallow(depth);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Text between records says nothing.
                }
            }
        }
    }

    private void root() throws FileRefused {
        String namespace = xml.getNamespaceURI();
        if (!xml.getLocalName().equals("Document") || namespace == null || !namespace.startsWith(NAMESPACES)) {
            throw new FileRefused("no ISO 20022 document");
        }
        message = namespace.substring(NAMESPACES.length());
    }

    private Map<String, String> leaves() throws XMLStreamException, FileRefused {
        Map<String, String> leaves = new HashMap<>();
        StringBuilder path = new StringBuilder();
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD,
                        XMLStreamConstants.ENTITY_REFERENCE,
                        XMLStreamConstants.ENTITY_DECLARATION ->
                    throw new FileRefused("document types and entities are not taken");
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    shallow(depth);
                    path.append(path.isEmpty() ? "" : "/").append(xml.getLocalName());
                    text.setLength(0);
                    leaf = true;
                    String currency = xml.getAttributeValue(null, "Ccy");
                    if (currency != null) {
                        leaves.putIfAbsent(path + "@Ccy", currency);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (leaf
                            && depth > 0
                            && leaves.putIfAbsent(
                                            path.toString(), text.toString().strip())
                                    != null) {
                        leaves.put(path + "#", "more");
                    }
                    if (leaves.size() > MOST_LEAVES) {
                        throw new FileRefused("a record has more than " + MOST_LEAVES + " fields");
                    }
                    leaf = false;
                    path.setLength(Math.max(0, path.lastIndexOf("/")));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() + xml.getTextLength() > LONGEST_TEXT) {
                        throw new FileRefused("a text is longer than " + LONGEST_TEXT + " characters");
                    }
                    text.append(xml.getText());
                }
                default -> {
                    // Comments say nothing.
                }
            }
        }
        return leaves;
    }

    private static void shallow(int depth) throws FileRefused {
        if (depth > DEEPEST) {
            throw new FileRefused("elements are nested deeper than " + DEEPEST);
        }
    }
}
