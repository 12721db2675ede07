package io.tongbao.pki;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;

/** Runs on its own, for SoftHSM2 reads where its tokens lie from the environment: authorities whose keys are in a token. */
final class TokenProcess {

    private TokenProcess() {}

    /**
     * @param arguments the PKCS#11 configuration, the PIN, the directory to write to
     */
    public static void main(String[] arguments) throws GeneralSecurityException, IOException {
        Path directory = Path.of(arguments[2]);
        Provider provider = Security.getProvider("SunPKCS11").configure(arguments[0]);
        KeyStore token = KeyStore.getInstance("PKCS11", provider);
        token.load(null, arguments[1].toCharArray());
        InstantSource clock = InstantSource.system();
        try (PkiFixture pki = new PkiFixture(
                clock,
                PkiPolicy.of(URI.create("http://127.0.0.1/pki")),
                new TokenKeys(provider, token, clock),
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
            String alias = "tongbao-ca-" + chain.getLast().id();
            boolean hidden = token.getKey(alias, null).getEncoded() == null;
            Files.writeString(directory.resolve("hidden.txt"), Boolean.toString(hidden));
        }
    }
}
