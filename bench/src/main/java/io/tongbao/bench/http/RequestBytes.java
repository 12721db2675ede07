package io.tongbao.bench.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Builds whole HTTP/1.1 requests as bytes, so that nothing but sending is left to do under load. */
public final class RequestBytes {

    private RequestBytes() {}

    /**
     * @param target absolute; its authority becomes the Host field
     * @param headers beside Host, Content-Type and Content-Length
     * @param body empty for none
     */
    public static byte[] of(String method, URI target, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(700).append(method).append(' ').append(target.getRawPath());
        if (target.getRawQuery() != null) {
            head.append('?').append(target.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(target.getRawAuthority()).append("\r\n");
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        } else if (!method.equals("GET")) {
            head.append("Content-Length: 0\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] headBytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(body, 0, request, headBytes.length, body.length);
        return request;
    }
}
