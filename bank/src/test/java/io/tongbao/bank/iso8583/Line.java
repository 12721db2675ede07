package io.tongbao.bank.iso8583;

import io.tongbao.bank.BankKind;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.bank.iso8583.sandbox.FaceOptions;
import io.tongbao.bank.iso8583.sandbox.Iso8583Face;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the tests of this package connect with. */
final class Line {

    static final String BASE_KEY = "0123456789abcdeffedcba9876543210";
    static final String ZONE_KEY = "7ca110454a1a6e570131d9619dc1376e";

    private Line() {}

    /** A key file of its owner alone. */
    static Path key(Path directory, String name, String hex) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(directory);
        Files.writeString(file, hex + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    static PartnerSettings settings(String address, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(
                Map.of("addresses", address, "timeout-ms", "1500", "reconnect-ms", "20", "reversal-repeat-ms", "100"));
        values.putAll(more);
        return new PartnerSettings(new PartnerId("testbank"), "iso8583", "测试银行", "Test Bank", values);
    }

    static Iso8583Bank open(PartnerSettings settings, Path secrets, InstantSource clock, LateAnswers late) {
        return new Iso8583Kind().open(settings, new BankKind.Surroundings(clock, new NoDatabase(), secrets, late));
    }

    static Iso8583Face face(Framing framing, @Nullable MacAlgorithm mac, boolean baseKey, boolean zoneKey) {
        HexFormat hex = HexFormat.of();
        return new Iso8583Face(new FaceOptions(
                0, framing, mac, baseKey ? hex.parseHex(BASE_KEY) : null, zoneKey ? hex.parseHex(ZONE_KEY) : null));
    }

    /** This kind of bank remembers nothing in a database; whoever asks it finds out. */
    private static final class NoDatabase implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
