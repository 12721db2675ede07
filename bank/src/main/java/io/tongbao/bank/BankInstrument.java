package io.tongbao.bank;

/** What an instruction works on. */
public sealed interface BankInstrument {

    /** An agreement the bank made at sign-up, by the bank's own token: 1 to 64 printable ASCII characters. */
    record Agreement(String token) implements BankInstrument {
        @Override
        public String toString() {
            return "Agreement[****]";
        }
    }

    /** A card or account by its number. */
    record Card(CardDetails details) implements BankInstrument {}
}
