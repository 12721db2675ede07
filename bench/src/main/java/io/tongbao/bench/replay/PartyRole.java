package io.tongbao.bench.replay;

/**
 * What a name in the log stands for. The row's action says so, not the spelling of the name; one name in two roles is two
 * parties. The number is stored and never changes.
 */
enum PartyRole {
    CUSTOMER(1),
    AGENT(2),
    PROVIDER(3),
    BANK(4),
    /** The books' own counterpart of opening balances. */
    OPENING(5);

    private final int number;

    PartyRole(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static PartyRole of(int number) {
        for (PartyRole role : values()) {
            if (role.number == number) {
                return role;
            }
        }
        throw new IllegalArgumentException("party role " + number);
    }
}
