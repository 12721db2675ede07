package io.tongbao.credential;

import java.util.Set;

/**
 * For whom passkeys are good.
 *
 * @param id the domain ({@code pay.example.com}); {@code localhost} in a sandbox. Passkeys are lost when it changes
 * @param name shown by the authenticator
 * @param origins where pages may ask for them ({@code https://pay.example.com}); at least one
 */
public record RelyingParty(String id, String name, Set<String> origins) {

    public RelyingParty {
        origins = Set.copyOf(origins);
        if (id.isBlank() || name.isBlank() || origins.isEmpty()) {
            throw new IllegalArgumentException("a relying party has a domain, a name and at least one origin");
        }
    }
}
