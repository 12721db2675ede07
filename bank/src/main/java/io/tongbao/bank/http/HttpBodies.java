package io.tongbao.bank.http;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What we send, as fields. Pure: the same instruction gives the same body, on any node and in any repeat. */
final class HttpBodies {

    private HttpBodies() {}

    static Map<String, Object> debit(BankInstruction.Debit debit) {
        Map<String, Object> body = instruction(debit);
        instrument(body, debit.from());
        body.put("purpose", debit.purpose());
        put(body, "bank_code", debit.bankCode());
        body.put("note", debit.note());
        return body;
    }

    static Map<String, Object> credit(BankInstruction.Credit credit) {
        Map<String, Object> body = instruction(credit);
        instrument(body, credit.to());
        body.put("purpose", credit.purpose());
        body.put("speed", credit.speed());
        body.put("note", credit.note());
        return body;
    }

    static Map<String, Object> refund(BankInstruction.Refund refund) {
        Map<String, Object> body = instruction(refund);
        body.put("original", original(refund.original()));
        return body;
    }

    static Map<String, Object> reversal(BankInstruction.Reversal reversal) {
        Map<String, Object> body = instruction(reversal);
        body.put("original", original(reversal.original()));
        return body;
    }

    static Map<String, Object> inquiry(BankInstruction.Original original) {
        return original(original);
    }

    static Map<String, Object> signUp(SignUp signUp) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", signUp.id());
        body.put("at", signUp.at());
        body.put("mode", signUp.mode());
        body.put("card", card(signUp.card()));
        body.put("customer", signUp.customerReference());
        body.put("return_url", signUp.returnUrl());
        return body;
    }

    static Map<String, Object> blacklist(List<BlacklistEntry> entries) {
        return Map.of(
                "entries", entries.stream().map(HttpBodies::blacklistEntry).toList());
    }

    static Map<String, Object> blacklistEntry(BlacklistEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("subject", entry.subject());
        fields.put("digest", entry.keyedDigest());
        fields.put("since", entry.since());
        fields.put("lifted", entry.lifted());
        return fields;
    }

    private static Map<String, Object> instruction(BankInstruction instruction) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", instruction.id());
        body.put("at", instruction.at());
        body.put("amount_minor", instruction.amount().minor());
        body.put("currency", instruction.amount().currency().name());
        return body;
    }

    private static Map<String, Object> original(BankInstruction.Original original) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", original.id());
        body.put("at", original.at());
        body.put("kind", original.kind());
        body.put("amount_minor", original.amount().minor());
        put(body, "reference", original.bankReference());
        return body;
    }

    private static void instrument(Map<String, Object> body, BankInstrument instrument) {
        switch (instrument) {
            case BankInstrument.Agreement(String token) -> body.put("token", token);
            case BankInstrument.Card(CardDetails details) -> body.put("card", card(details));
        }
    }

    private static Map<String, Object> card(CardDetails details) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("number", details.number());
        put(card, "expiry", details.expiry());
        put(card, "security_code", details.securityCode());
        put(card, "holder", details.holderName());
        put(card, "id_number", details.idNumber());
        put(card, "phone", details.phone());
        return card;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
