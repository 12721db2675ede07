package io.tongbao.bank.sandbox;

import java.util.List;

/**
 * The cards that the README and the tests use, at two banks told apart by their first six digits ({@link #FIRST_BANK},
 * {@link #SECOND_BANK}). All numbers pass Luhn's check; the people do not exist.
 */
public final class SandboxAccounts {

    public static final String FIRST_BANK = "622200";
    public static final String SECOND_BANK = "625500";

    private SandboxAccounts() {}

    /** Eight good cards with round balances, then one that has expired and one without money. */
    public static List<SandboxAccount> seeded() {
        return List.of(
                debit("6222001000000015", "张伟", "110101199003070038", "+8613800000001", 10_000_00),
                debit("6222001000000023", "王芳", "310101198805120028", "+8613800000002", 50_000_00),
                debit("6222001000000031", "李娜", "440106199212310065", "+8613800000003", 200_000_00),
                credit("6222002000000013", "张伟", "110101199003070038", "+8613800000001", 20_000_00),
                debit("6255001000000015", "张伟", "110101199003070038", "+8613800000001", 30_000_00),
                debit("6255001000000023", "刘洋", "510104199508080019", "+8613800000005", 100_000_00),
                credit("6255002000000013", "王芳", "310101198805120028", "+8613800000002", 50_000_00),
                credit("6255002000000021", "陈静", "330106199111110044", "+8613800000006", 80_000_00),
                new SandboxAccount(
                        "6222001000000049",
                        "赵敏",
                        "320102198601010027",
                        "+8613800000007",
                        "2001",
                        "123",
                        SandboxAccount.Type.DEBIT,
                        1_000_00,
                        0),
                debit("6222001000000056", "孙强", "420106199707070011", "+8613800000008", 0));
    }

    /** Those of {@link #seeded} whose number begins so. */
    public static List<SandboxAccount> seeded(String prefix) {
        return seeded().stream()
                .filter(account -> account.number().startsWith(prefix))
                .toList();
    }

    private static SandboxAccount debit(String number, String holder, String id, String phone, long balanceMinor) {
        return new SandboxAccount(number, holder, id, phone, "3512", "123", SandboxAccount.Type.DEBIT, balanceMinor, 0);
    }

    private static SandboxAccount credit(String number, String holder, String id, String phone, long limitMinor) {
        return new SandboxAccount(number, holder, id, phone, "3512", "456", SandboxAccount.Type.CREDIT, 0, limitMinor);
    }
}
