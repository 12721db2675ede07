package io.tongbao.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:s%40cret%2B@db.example:5433/pay?sslmode=require",
                "jdbc:postgresql://me:s%40cret%2B@db.example:5433/pay?sslmode=require",
                "jdbc:postgresql://db.example:5433/pay?user=me&sslmode=require&password=s%40cret%2B",
            })
    void takesTheLoginOutOfTheUrl(String url) {
        DatabaseAddress address = DatabaseAddress.parse(url, "other", "other");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/pay?sslmode=require");
        assertThat(address.user()).isEqualTo("me");
        assertThat(address.password()).isEqualTo("s@cret+");
        assertThat(address.toString()).isEqualTo("postgresql://db.example:5433/pay?sslmode=require");
    }

    @Test
    void fallsBackToTheGivenLogin() {
        DatabaseAddress address = DatabaseAddress.parse("postgres://h/d", "me", "pw");
        assertThat(address.user()).isEqualTo("me");
        assertThat(address.password()).isEqualTo("pw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "mysql://h/d", "postgresql://h", "postgresql://h/", "postgresql:///d", "a b"})
    void refusesWhatIsNoPostgresUrl(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://host:port/database");
    }
}
