package io.tongbao.pki;

import io.tongbao.vault.hsm.HsmOptions;
import io.tongbao.vault.hsm.HsmToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/** Runs on its own, for SoftHSM2 reads where its tokens lie from the environment: authorities whose keys are in a token. */
final class TokenProcess {

    private TokenProcess() {}

    /**
     * @param arguments the PKCS#11 library, the PIN, the directory to write to
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[2]);
        HsmToken token = HsmToken.open(HsmOptions.ofToken(Path.of(arguments[0]), "ca", arguments[1].toCharArray()));
        InstantSource clock = InstantSource.system();
        try (PkiFixture pki = new PkiFixture(
                clock,
                PkiPolicy.of(URI.create("http://127.0.0.1/pki")),
                new TokenKeys(token, clock),
                EnumSet.of(KeyFamily.P256))) {
            IssuedCertificate given =
                    pki.issue.execute(IssueCertificate.Command.of(pki.provider(), "1", Requests.csr(KeyType.EC_P256)));
            List<Authority> chain = pki.authorities.chain(
                    pki.authorities.find(given.authority()).orElseThrow());
            StringBuilder lists = new StringBuilder();
            for (Authority authority : chain) {
                lists.append(Pem.armour(
                        "X509 CRL",
                        pki.lists.current(authority.name()).orElseThrow().der()));
            }
            Files.writeString(directory.resolve("leaf.pem"), given.pem());
            Files.writeString(directory.resolve("issuing.pem"), chain.getFirst().pem());
            Files.writeString(directory.resolve("root.pem"), chain.getLast().pem());
            Files.writeString(directory.resolve("lists.pem"), lists.toString());
            PrivateKey key = Objects.requireNonNull(
                    token.privateKey("tongbao-ca-" + chain.getLast().id()));
            boolean hidden = key.getEncoded() == null;
            boolean refused;
            try {
                new TokenKeys(token, clock).make(KeyFamily.SM2, pki.ids.next());
                refused = false;
            } catch (IllegalArgumentException e) {
                refused = true;
            }
            Files.writeString(directory.resolve("hidden.txt"), hidden + " " + refused);
        }
    }
}
