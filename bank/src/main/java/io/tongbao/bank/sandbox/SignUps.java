package io.tongbao.bank.sandbox;

import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;

/** How agreements come and go. Called under the books' lock. */
final class SignUps {

    private final BookState state;
    private final Consumer<Entry> write;

    SignUps(BookState state, Consumer<Entry> write) {
        this.state = state;
        this.write = write;
    }

    SignUpStep open(OpenSignUp asked, CardDetails card, LocalDate today) {
        OpenSignUp known = state.signUp(asked.id());
        if (known != null) {
            return known.number().equals(asked.number()) ? step(known) : new SignUpStep.Refused(BookCodes.ID_REUSED);
        }
        SandboxAccount account = state.account(asked.number());
        String refusal = account == null ? BookCodes.NO_SUCH_ACCOUNT : CardCheck.whyNot(account, card, today);
        if (refusal != null) {
            return new SignUpStep.Refused(refusal);
        }
        write.accept(new Entry.Asked(asked));
        return step(asked);
    }

    SignUpStep confirm(UUID id, String code) {
        OpenSignUp known = state.signUp(id);
        if (known == null) {
            return new SignUpStep.Refused(BookCodes.NO_ORIGINAL);
        }
        if (known.mode() != SignUp.Mode.BANK_CODE || !known.token().isEmpty()) {
            return step(known);
        }
        if (known.wrongCodes() < OpenSignUp.MOST_WRONG && code.equals(BankBooks.ONE_TIME_CODE)) {
            return sign(known);
        }
        if (known.wrongCodes() < OpenSignUp.MOST_WRONG) {
            write.accept(new Entry.Asked(known.withWrongCode()));
        }
        return new SignUpStep.Refused(BookCodes.WRONG_CODE);
    }

    SignUpStep confirmAtBank(UUID id) {
        OpenSignUp known = state.signUp(id);
        if (known == null || known.mode() == SignUp.Mode.BANK_CODE) {
            return new SignUpStep.Refused(BookCodes.NO_ORIGINAL);
        }
        return known.token().isEmpty() ? sign(known) : step(known);
    }

    BookAnswer end(String token) {
        Agreement known = state.agreement(token);
        if (known == null) {
            return new BookAnswer(BookCodes.NO_AGREEMENT, "");
        }
        if (!known.ended()) {
            write.accept(new Entry.Agreed(known.asEnded()));
        }
        return new BookAnswer(BookCodes.OK, "");
    }

    BookAnswer freeze(String token, boolean frozen) {
        Agreement known = state.agreement(token);
        if (known == null || known.ended()) {
            return new BookAnswer(BookCodes.NO_AGREEMENT, "");
        }
        if (known.frozen() != frozen) {
            write.accept(new Entry.Agreed(known.withFrozen(frozen)));
        }
        return new BookAnswer(BookCodes.OK, "");
    }

    private SignUpStep step(OpenSignUp known) {
        SandboxAccount account = state.account(known.number());
        if (account == null) {
            return new SignUpStep.Refused(BookCodes.NO_SUCH_ACCOUNT);
        }
        if (!known.token().isEmpty()) {
            Agreement agreement = state.agreement(known.token());
            return agreement == null || agreement.ended()
                    ? new SignUpStep.Refused(BookCodes.NO_AGREEMENT)
                    : new SignUpStep.Signed(known.token(), account.type());
        }
        if (known.mode() != SignUp.Mode.BANK_CODE) {
            return new SignUpStep.Waiting();
        }
        String phone = account.phone();
        return new SignUpStep.CodeSent(phone.substring(Math.max(0, phone.length() - 4)));
    }

    private SignUpStep sign(OpenSignUp known) {
        String token = "AG%010d".formatted(state.agreementCount() + 1);
        write.accept(new Entry.Agreed(new Agreement(token, known.number(), known.customerReference(), false, false)));
        OpenSignUp signed = known.signed(token);
        write.accept(new Entry.Asked(signed));
        return step(signed);
    }
}
