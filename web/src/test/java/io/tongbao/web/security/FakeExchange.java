package io.tongbao.web.security;

import io.tongbao.edge.Exchange;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request from anywhere, and what was answered. */
final class FakeExchange implements Exchange {

    final Map<String, String> sent = new HashMap<>();
    final List<String> answered = new ArrayList<>();
    private final String address;

    FakeExchange(String address) {
        this.address = address;
    }

    FakeExchange with(String name, String value) {
        sent.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public String authority() {
        return "pay.example.com";
    }

    @Override
    public String path() {
        return "/ops/v1/me";
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public String remoteAddress() {
        return address;
    }

    @Override
    public @Nullable String header(String name) {
        return sent.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String combined(String name) {
        return header(name);
    }

    @Override
    public long contentLength() {
        return 0;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public void setHeader(String name, String value) {
        answered.add(name + ": " + value);
    }

    @Override
    public void addHeader(String name, String value) {
        answered.add(name + ": " + value);
    }

    @Override
    public void answer(int status, String mediaType, byte[] content) {
        answered.add(Integer.toString(status));
    }

    @Override
    public void flush() {
        answered.add("flushed");
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public boolean isCommitted() {
        return false;
    }
}
