package io.tongbao.bank.file.format;

import io.tongbao.bank.BankInstruction.Kind;
import io.tongbao.bank.BankInstruction.Purpose;
import io.tongbao.bank.BankInstruction.Speed;
import io.tongbao.bank.BankStatement;
import io.tongbao.bank.StatementLine;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The batches, results and statements that the goldens hold. */
final class Samples {

    static final OurAccount US = new OurAccount("icbc", "110900001", "通宝支付", "ICBKCNBJ", Currency.CNY);
    static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    static final Instant AT = Instant.parse("2026-03-01T02:03:04Z");

    private Samples() {}

    static UUID id(int n) {
        return new UUID(0x0195_4f00_0000_7000L + n, 0x8000_0000_0000_0000L + n);
    }

    static Batch batch(BatchGroup group) {
        List<BatchRow> rows = new ArrayList<>();
        if (group == BatchGroup.ALL || group == BatchGroup.DEBITS) {
            rows.add(new BatchRow(
                    rows.size() + 1,
                    id(1),
                    Kind.DEBIT,
                    12_34,
                    new BatchParty(false, "6222001000000015", "张伟"),
                    Purpose.PAYMENT,
                    Speed.ORDINARY,
                    null,
                    "午餐, \"B\" <套餐> & 茶"));
            rows.add(new BatchRow(
                    rows.size() + 1,
                    id(2),
                    Kind.DEBIT,
                    1,
                    new BatchParty(true, "AG0000000001", ""),
                    Purpose.TOP_UP,
                    Speed.ORDINARY,
                    null,
                    ""));
        }
        if (group == BatchGroup.ALL || group == BatchGroup.CREDITS) {
            rows.add(new BatchRow(
                    rows.size() + 1,
                    id(3),
                    Kind.CREDIT,
                    1_000_000_00,
                    new BatchParty(false, "6222001000000023", "王芳"),
                    Purpose.PRIZE,
                    Speed.NEXT_DAY,
                    null,
                    "奖金"));
        }
        if (group == BatchGroup.ALL || group == BatchGroup.REFUNDS) {
            rows.add(new BatchRow(
                    rows.size() + 1,
                    id(4),
                    Kind.REFUND,
                    2_00,
                    null,
                    Purpose.PAYMENT,
                    Speed.ORDINARY,
                    new BatchRow.Original(id(1), "TB20260228-000006"),
                    ""));
        }
        return new Batch("TB20260301-000007", DAY, AT, group, US, rows);
    }

    static BatchResult result(BatchGroup group) {
        return new BatchResult(
                "TB20260301-000007",
                group,
                AT.plusSeconds(7200),
                12_35 + 5_00,
                List.of(
                        new ResultRow(id(1), 12_34L, ResultRow.Status.DONE, "", "000000000001"),
                        new ResultRow(id(2), 1L, ResultRow.Status.DECLINED, "51", ""),
                        new ResultRow(id(3), 5_00L, ResultRow.Status.PENDING, "", "")));
    }

    static BankStatement statement() {
        return new BankStatement(
                DAY,
                cny(-1_00),
                cny(-1_00 + 12_34 - 2_00),
                List.of(
                        new StatementLine("000000000001", id(1), cny(12_34), true, AT, "DEBIT"),
                        new StatementLine("000000000002", null, cny(2_00), false, AT.plusSeconds(60), "手续费, \"3月\"")),
                new byte[0]);
    }

    static Money cny(long minor) {
        return Money.of(minor, Currency.CNY);
    }

    static byte[] written(FileFormat format, Batch batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.writeBatch(batch, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] written(FileFormat format, BatchResult result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.writeResult(result, US, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] written(FileFormat format, BankStatement statement) {
        try {
            return format.writeStatement(statement, US);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
