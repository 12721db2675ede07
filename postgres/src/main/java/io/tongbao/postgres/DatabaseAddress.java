package io.tongbao.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and how to log in. Its text form hides the password.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?…}, without user and password
 */
public record DatabaseAddress(
        String jdbcUrl, @Nullable String user, @Nullable String password) {

    private static final String JDBC = "jdbc:";

    /**
     * Reads {@code postgresql://user:password@host:port/database?options} or its {@code jdbc:} form; user and password of
     * the URL come before the given defaults.
     *
     * @throws IllegalArgumentException when it is no PostgreSQL URL
     */
    public static DatabaseAddress parse(String url, @Nullable String defaultUser, @Nullable String defaultPassword) {
        String plain = url.startsWith(JDBC) ? url.substring(JDBC.length()) : url;
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a PostgreSQL URL; write postgresql://host:port/database", e);
        }
        boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!known
                || uri.getRawAuthority() == null
                || uri.getRawPath() == null
                || uri.getRawPath().length() < 2) {
            throw new IllegalArgumentException("not a PostgreSQL URL; write postgresql://host:port/database");
        }
        String user = defaultUser;
        String password = defaultPassword;
        String authority = uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String login = authority.substring(0, at);
            authority = authority.substring(at + 1);
            int colon = login.indexOf(':');
            user = decode(colon < 0 ? login : login.substring(0, colon));
            password = colon < 0 ? password : decode(login.substring(colon + 1));
        }
        StringBuilder rest = new StringBuilder();
        if (uri.getRawQuery() != null) {
            for (String option : uri.getRawQuery().split("&")) {
                if (option.startsWith("user=")) {
                    user = decode(option.substring("user=".length()));
                } else if (option.startsWith("password=")) {
                    password = decode(option.substring("password=".length()));
                } else {
                    rest.append(rest.isEmpty() ? '?' : '&').append(option);
                }
            }
        }
        return new DatabaseAddress("jdbc:postgresql://" + authority + uri.getRawPath() + rest, user, password);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl.substring(JDBC.length());
    }
}
