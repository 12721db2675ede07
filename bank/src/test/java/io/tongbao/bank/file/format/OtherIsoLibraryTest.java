package io.tongbao.bank.file.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.prowidesoftware.swift.model.mx.AbstractMX;
import com.prowidesoftware.swift.model.mx.MxCamt05300108;
import com.prowidesoftware.swift.model.mx.MxPain00100109;
import com.prowidesoftware.swift.model.mx.MxPain00200110;
import com.prowidesoftware.swift.model.mx.MxPain00700109;
import com.prowidesoftware.swift.model.mx.MxPain00800108;
import com.prowidesoftware.swift.model.mx.dic.ActiveOrHistoricCurrencyAndAmount;
import com.prowidesoftware.swift.model.mx.dic.AmountType4Choice;
import com.prowidesoftware.swift.model.mx.dic.CustomerPaymentStatusReportV10;
import com.prowidesoftware.swift.model.mx.dic.GroupHeader86;
import com.prowidesoftware.swift.model.mx.dic.OriginalGroupHeader17;
import com.prowidesoftware.swift.model.mx.dic.OriginalPaymentInstruction32;
import com.prowidesoftware.swift.model.mx.dic.OriginalTransactionReference28;
import com.prowidesoftware.swift.model.mx.dic.PaymentTransaction105;
import io.tongbao.bank.BankStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Another implementation of ISO 20022 reads what we write, loses nothing of it, and we read what it writes. */
final class OtherIsoLibraryTest {

    private static final FileFormat ISO = new Iso20022Format();

    private static String written(BatchGroup group) {
        return new String(Samples.written(ISO, Samples.batch(group)), StandardCharsets.UTF_8);
    }

    /** Elements it does not know it drops; so what it writes again must hold as many as we wrote. */
    private static void losesNothing(String ours, AbstractMX read) {
        String theirs = read.message();
        assertThat(leaves(theirs)).isEqualTo(leaves(ours));
    }

    private static long leaves(String xml) {
        return xml.replaceAll("<(/?)[A-Za-z0-9]+:", "<$1").split("</").length;
    }

    @Test
    void creditTransfers() throws IOException, FileRefused {
        String ours = written(BatchGroup.CREDITS);
        MxPain00100109 read = MxPain00100109.parse(ours);
        losesNothing(ours, read);
        assertThat(read.getCstmrCdtTrfInitn().getGrpHdr().getCtrlSum()).isEqualByComparingTo("1000000.00");
        var payment = read.getCstmrCdtTrfInitn().getPmtInf().getFirst();
        var row = payment.getCdtTrfTxInf().getFirst();
        assertThat(row.getPmtId().getEndToEndId()).isEqualTo(Amounts.hex(Samples.id(3)));
        assertThat(row.getAmt().getInstdAmt().getValue()).isEqualByComparingTo("1000000.00");
        assertThat(row.getCdtrAcct().getId().getOthr().getId()).isEqualTo("6222001000000023");
        Batch back =
                ISO.readBatch(new ByteArrayInputStream(read.message().getBytes(StandardCharsets.UTF_8)), Samples.US);
        assertThat(back.rows()).isEqualTo(Samples.batch(BatchGroup.CREDITS).rows());
    }

    @Test
    void directDebits() {
        String ours = written(BatchGroup.DEBITS);
        MxPain00800108 read = MxPain00800108.parse(ours);
        losesNothing(ours, read);
        var rows = read.getCstmrDrctDbtInitn().getPmtInf().getFirst().getDrctDbtTxInf();
        assertThat(rows.getFirst().getDbtrAcct().getId().getOthr().getId()).isEqualTo("6222001000000015");
        assertThat(rows.getLast().getDrctDbtTx().getMndtRltdInf().getMndtId()).isEqualTo("AG0000000001");
    }

    @Test
    void reversals() {
        String ours = written(BatchGroup.REFUNDS);
        MxPain00700109 read = MxPain00700109.parse(ours);
        losesNothing(ours, read);
        var row = read.getCstmrPmtRvsl().getOrgnlPmtInfAndRvsl().getFirst();
        assertThat(row.getOrgnlPmtInfId()).isEqualTo("TB20260228-000006");
        assertThat(row.getTxInf().getFirst().getRvsdInstdAmt().getValue()).isEqualByComparingTo("2.00");
    }

    @Test
    void statusReports() throws IOException, FileRefused {
        String ours = new String(Samples.written(ISO, Samples.result(BatchGroup.CREDITS)), StandardCharsets.UTF_8);
        MxPain00200110 read = MxPain00200110.parse(ours);
        losesNothing(ours, read);

        AmountType4Choice amount = new AmountType4Choice()
                .setInstdAmt(
                        new ActiveOrHistoricCurrencyAndAmount().setCcy("CNY").setValue(new BigDecimal("12.34")));
        MxPain00200110 theirs = new MxPain00200110();
        theirs.setCstmrPmtStsRpt(new CustomerPaymentStatusReportV10()
                .setGrpHdr(new GroupHeader86()
                        .setMsgId("BANK-1")
                        .setCreDtTm(OffsetDateTime.ofInstant(Samples.AT, ZoneOffset.ofHours(8))))
                .setOrgnlGrpInfAndSts(new OriginalGroupHeader17()
                        .setOrgnlMsgId("TB20260301-000007")
                        .setOrgnlMsgNmId("pain.008.001.08")
                        .setOrgnlNbOfTxs("1")
                        .setOrgnlCtrlSum(new BigDecimal("12.34")))
                .addOrgnlPmtInfAndSts(new OriginalPaymentInstruction32()
                        .setOrgnlPmtInfId("TB20260301-000007")
                        .addTxInfAndSts(new PaymentTransaction105()
                                .setOrgnlEndToEndId(Amounts.hex(Samples.id(1)))
                                .setTxSts("ACSC")
                                .setAcctSvcrRef("REF-1")
                                .setOrgnlTxRef(new OriginalTransactionReference28().setAmt(amount)))));
        BatchResult result =
                ISO.readResult(new ByteArrayInputStream(theirs.message().getBytes(StandardCharsets.UTF_8)), Samples.US);
        assertThat(result.group()).isEqualTo(BatchGroup.DEBITS);
        assertThat(result.madeAt()).isEqualTo(Samples.AT);
        assertThat(result.rows())
                .containsExactly(new ResultRow(Samples.id(1), 12_34L, ResultRow.Status.DONE, "", "REF-1"));
    }

    @Test
    void statements() throws FileRefused {
        String ours = new String(Samples.written(ISO, Samples.statement()), StandardCharsets.UTF_8);
        MxCamt05300108 read = MxCamt05300108.parse(ours);
        losesNothing(ours, read);
        BankStatement back = ISO.readStatement(read.message().getBytes(StandardCharsets.UTF_8), Samples.US);
        assertThat(back.lines()).isEqualTo(Samples.statement().lines());
        assertThat(back.closing()).isEqualTo(Samples.statement().closing());
    }
}
