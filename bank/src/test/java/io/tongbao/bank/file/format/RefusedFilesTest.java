package io.tongbao.bank.file.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bank may write and we do not take. */
final class RefusedFilesTest {

    private static final FileFormat CSV = new CsvFormat(StandardCharsets.UTF_8);
    private static final FileFormat ISO = new Iso20022Format();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12.34 | 12.35 | wrong total",
                "T,3,17.35 | T,2,17.35 | wrong count",
                "T,3,17.35 | T,3,17.36 | wrong total",
                ",DONE,, | ,DONE,51, | wrong digest",
                ",DONE, | ,MAYBE, | unknown Status",
                ",icbc, | ,ccb, | header's bank",
                "H,1, | H,2, | header's version",
                "RESULT | STATEMENT | kind of file",
                "12.34 | 12.345 | more digits",
                "12.34 | -12.34 | no decimal",
                "12.34 | 1e3 | no decimal",
                "12.34 | 0.00 | not positive",
                "T,3 | X,3 | unknown kind of line",
                "DONE | \"DONE\"x | text after",
                "DONE | DO\"NE | quote in the middle",
                "CNY | USD | header's currency",
            })
    void inACsvResult(String found, String put, String why) {
        String written = new String(Samples.written(CSV, Samples.result(BatchGroup.ALL)), StandardCharsets.UTF_8);
        assertThat(written).contains(found);
        refused(CSV, written.replace(found, put), why);
    }

    @Test
    void aRowThatStandsTwice() {
        ResultRow row = Samples.result(BatchGroup.CREDITS).rows().getFirst();
        BatchResult twice =
                new BatchResult("TB20260301-000007", BatchGroup.CREDITS, Samples.AT, 24_68, List.of(row, row));
        for (FileFormat format : List.of(CSV, ISO)) {
            refused(format, new String(Samples.written(format, twice), StandardCharsets.UTF_8), "twice");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<OrgnlNbOfTxs>3 | <OrgnlNbOfTxs>4 | wrong OrgnlNbOfTxs",
                "<OrgnlCtrlSum>17.35 | <OrgnlCtrlSum>17.36 | wrong OrgnlCtrlSum",
                "ACSC</TxSts> | ACxx</TxSts> | unknown transaction status",
                "Ccy=\"CNY\" | Ccy=\"USD\" | not in CNY",
                "pain.002.001.10 | camt.053.001.08 | no pain.002",
                "urn:iso:std | urn:other | no ISO 20022",
                "</Document> | </Dokument> | not well-formed",
                "pain.001.001.09 | pain.999.001.09 | but pain.999",
            })
    void inAStatusReport(String found, String put, String why) {
        String written = new String(Samples.written(ISO, Samples.result(BatchGroup.CREDITS)), StandardCharsets.UTF_8);
        assertThat(written).contains(found);
        refused(ISO, written.replace(found, put), why);
    }

    @Test
    void aReportOnTheWholeGroupIsForStaff() {
        String written = new String(Samples.written(ISO, Samples.result(BatchGroup.CREDITS)), StandardCharsets.UTF_8)
                .replaceAll("<TxInfAndSts>.*</TxInfAndSts>", "")
                .replace("<GrpSts>PART", "<GrpSts>RJCT");
        refused(ISO, written, "RJCT on the whole batch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE Document SYSTEM \"http://127.0.0.1:9/evil.dtd\">",
                "<!DOCTYPE Document [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x \"&b;&b;&b;&b;\">]>",
                "<!DOCTYPE Document [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]>",
            })
    void noDocumentTypesAndNoEntities(String doctype) {
        String written = new String(Samples.written(ISO, Samples.result(BatchGroup.CREDITS)), StandardCharsets.UTF_8)
                .replace("<Document", doctype + "<Document")
                .replace("000000000001", "&x;");
        refused(ISO, written, "");
        String plain = new String(Samples.written(ISO, Samples.result(BatchGroup.CREDITS)), StandardCharsets.UTF_8)
                .replace("<Document", doctype + "<Document");
        refused(ISO, plain, "");
    }

    @Test
    void nothingWithoutBounds() {
        refused(
                ISO,
                "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'>" + "<a>".repeat(5000),
                "nested");
        String written = new String(Samples.written(ISO, Samples.result(BatchGroup.CREDITS)), StandardCharsets.UTF_8);
        refused(ISO, written.replace("000000000001", "9".repeat(1_000_000)), "longer than");
        refused(ISO, written.replace("<TxSts>ACSC</TxSts>", many()), "more than");
        String csv = new String(Samples.written(CSV, Samples.result(BatchGroup.ALL)), StandardCharsets.UTF_8);
        refused(CSV, csv.replace("000000000001", "9".repeat(1_000_000)), "longer than");
        refused(CSV, csv.replace("000000000001", ",".repeat(100)), "more than");
    }

    private static String many() {
        StringBuilder all = new StringBuilder("<TxSts>ACSC</TxSts>");
        for (int i = 0; i < 300; i++) {
            all.append("<x").append(i).append(">1</x").append(i).append('>');
        }
        return all.toString();
    }

    @Test
    void statementsThatDoNotAddUp() {
        String csv = new String(Samples.written(CSV, Samples.statement()), StandardCharsets.UTF_8);
        refusedStatement(CSV, csv.replace("CNY,-1.00", "CNY,1.00"), "is not closing");
        refusedStatement(CSV, csv.replace(",12.34,2.00,", ",12.35,2.00,"), "total of credits");
        refusedStatement(CSV, csv.replace(",110900001,", ",110900002,"), "account");
        String iso = new String(Samples.written(ISO, Samples.statement()), StandardCharsets.UTF_8);
        refusedStatement(ISO, iso.replace("\">12.34<", "\">12.35<"), "is not closing");
        refusedStatement(ISO, iso.replace("110900001", "110900002"), "not of our account");
        refusedStatement(ISO, iso.replace("CLBD", "CLAV"), "lacks");
        refusedStatement(ISO, iso.replace("OPBD", "CLBD"), "twice");
    }

    private static void refused(FileFormat format, String file, String why) {
        assertThatThrownBy(() ->
                        format.readResult(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), Samples.US))
                .isInstanceOf(FileRefused.class)
                .hasMessageContaining(why);
    }

    private static void refusedStatement(FileFormat format, String file, String why) {
        assertThatThrownBy(() -> format.readStatement(file.getBytes(StandardCharsets.UTF_8), Samples.US))
                .isInstanceOf(FileRefused.class)
                .hasMessageContaining(why);
    }
}
