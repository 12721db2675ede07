package io.tongbao.customer;

/** What a customer is; the number is stored and never changes. */
public enum CustomerKind {
    PERSON(1),
    /** Acts through operators, who are persons. */
    ENTERPRISE(2);

    private final int number;

    CustomerKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static CustomerKind of(int number) {
        return switch (number) {
            case 1 -> PERSON;
            case 2 -> ENTERPRISE;
            default -> throw new IllegalArgumentException("customer kind " + number);
        };
    }
}
