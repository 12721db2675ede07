package io.tongbao.bank.file.format;

import io.tongbao.kernel.Currency;
import java.io.IOException;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an ISO 20022 message, one line for each record. */
final class XmlOut {

    private final XMLStreamWriter xml;

    private XmlOut(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** What goes into the document. */
    interface Body {
        void write(XmlOut xml) throws XMLStreamException;
    }

    static void document(OutputStream out, String message, Body body) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("Document");
            xml.writeDefaultNamespace("urn:iso:std:iso:20022:tech:xsd:" + message);
            body.write(new XmlOut(xml));
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException("cannot write the file: " + e.getMessage(), e);
        }
    }

    XmlOut open(String... names) throws XMLStreamException {
        for (String name : names) {
            xml.writeStartElement(name);
        }
        return this;
    }

    XmlOut close(int elements) throws XMLStreamException {
        for (int i = 0; i < elements; i++) {
            xml.writeEndElement();
        }
        return this;
    }

    XmlOut line() throws XMLStreamException {
        xml.writeCharacters("\n");
        return this;
    }

    /** A text at the end of a path. */
    XmlOut leaf(String text, String... path) throws XMLStreamException {
        open(path);
        xml.writeCharacters(Amounts.clean(text, 140));
        return close(path.length);
    }

    XmlOut amount(long minor, Currency currency, String... path) throws XMLStreamException {
        open(path);
        xml.writeAttribute("Ccy", currency.name());
        xml.writeCharacters(Amounts.decimal(minor, currency));
        return close(path.length);
    }
}
