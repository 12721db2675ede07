package io.tongbao.credential;

/** Whose credentials; the number is stored and never changes. */
public enum SubjectKind {
    CUSTOMER(1),
    STAFF(2);

    private final int number;

    SubjectKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static SubjectKind of(int number) {
        return switch (number) {
            case 1 -> CUSTOMER;
            case 2 -> STAFF;
            default -> throw new IllegalArgumentException("subject kind " + number);
        };
    }
}
