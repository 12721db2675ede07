package io.tongbao.vault;

import java.util.Map;

/**
 * Tells which versions of a purpose's key an owner's rows still need. Every owner of sealed values or keyed digests provides
 * one for each place; a version is retired only when nobody needs it.
 */
public interface KeyUse {

    KeyPurpose purpose();

    /** Where the rows are: {@code customer.pin.verifier}. */
    String what();

    /** Rows by version; counts the whole table, for operators and not for requests. */
    Map<Integer, Long> rowsByVersion();
}
