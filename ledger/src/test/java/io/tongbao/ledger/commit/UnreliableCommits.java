package io.tongbao.ledger.commit;

import io.tongbao.testkit.TestDatabase;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A way to the database that loses connections around commits: of eight commits one has its server process killed just
 * before it, and one is durable but its answer is lost.
 */
final class UnreliableCommits implements DataSource {

    private final TestDatabase database;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger killed = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean on;

    UnreliableCommits(TestDatabase database) {
        this.database = database;
    }

    void begin() {
        on = true;
    }

    void end() {
        on = false;
    }

    int killed() {
        return killed.get();
    }

    int lost() {
        return lost.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = database.dataSource().getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        boolean commit = method.getName().equals("commit");
                        int which = commit && on ? commits.incrementAndGet() % 8 : 0;
                        if (which == 1) {
                            kill(real);
                        }
                        Object answer = method.invoke(real, arguments);
                        if (which == 5) {
                            lost.incrementAndGet();
                            real.abort(Runnable::run);
                            throw new SQLException("the answer is lost", "08006");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private void kill(Connection connection) throws SQLException {
        int pid = connection.unwrap(PGConnection.class).getBackendPID();
        try (Connection other = database.dataSource().getConnection();
                PreparedStatement terminate = other.prepareStatement("SELECT pg_terminate_backend(?)")) {
            terminate.setInt(1, pid);
            terminate.execute();
        }
        killed.incrementAndGet();
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
