package io.tongbao.carrier.diameter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.carrier.PeerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through {@code freeDiameter} as a relay to Erlang/OTP's charging system, in a network namespace, since the relay listens on every address. */
class FreeDiameterPeerTest {

    private static final String RELAY = """
            Identity = "dra.example";
            Realm = "example";
            Port = 3868;
            No_SCTP;
            No_IPv6;
            ListenOn = "10.9.0.1";
            TLS_Cred = "cert.pem", "key.pem";
            TLS_CA = "cert.pem";
            LoadExtension = "dict_nasreq.fdx";
            LoadExtension = "dict_dcca.fdx";
            LoadExtension = "acl_wl.fdx" : "acl.conf";
            ConnectPeer = "ocs.example" { ConnectTo = "127.0.0.1"; Port = 3870; No_TLS; No_SCTP; };
            """;

    @TempDir
    private Path directory;

    /** Namespaces take root: without it the test says so, with it their absence is a failure in continuous integration. */
    private void requireNamespaces() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "no network namespace without root: not tried behind freeDiameter");
        PeerProgram.require("unshare", "util-linux");
        PeerProgram.require("ip", "iproute2");
        try {
            PeerProgram.run(directory, List.of("unshare", "-n", "ip", "link", "set", "lo", "up"));
        } catch (AssertionError e) {
            PeerProgram.absent("no network namespace can be made here: not tried behind freeDiameter");
        }
    }

    @Test
    void chargesThroughARelay() throws IOException, InterruptedException {
        PeerProgram.require("freeDiameterd", "freediameterd freediameter-extensions");
        PeerProgram.require("escript", "erlang-base erlang-diameter erlang-dev erlang-examples");
        PeerProgram.require("openssl", "openssl");
        requireNamespaces();
        Files.writeString(
                directory.resolve("dra.conf"), RELAY.replaceAll("\"(\\w+\\.fdx)\"", "\"/usr/lib/freeDiameter/$1\""));
        Files.writeString(directory.resolve("acl.conf"), "ALLOW_IPSEC *.tongbao.example\n");
        // Not used between these peers, but freeDiameter does not start without one.
        PeerProgram.run(
                directory,
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "cert.pem",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=dra.example"));
        Path peers = PeerProgram.root()
                .resolve("carrier/src/test/peers")
                .toAbsolutePath()
                .normalize();
        String output = PeerProgram.run(
                directory,
                List.of(
                        "unshare",
                        "-n",
                        "bash",
                        peers.resolve("dra.sh").toString(),
                        directory.toString(),
                        peers.resolve("ocs.escript").toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tongbao.carrier.diameter.FreeDiameterProbe",
                        directory.toString()));
        assertThat(output)
                .contains("charge Done")
                .contains("repeat Done")
                .contains("more Declined[reason=INSUFFICIENT_FUNDS, partnerCode=4012]")
                .contains("refund Done")
                .contains("reserve Done")
                .contains("confirm Done");
    }
}
