package io.tongbao.server;

import io.tongbao.credential.Factor;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Subject;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.staff.InviteStaff;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.staff.Role;
import io.tongbao.staff.Staff;
import io.tongbao.staff.StaffMember;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.web.security.CsrfToken;
import io.tongbao.web.security.SessionCookie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running sandbox and people at its operations console. */
final class OpsDesk implements AutoCloseable {

    final TongbaoServer server;
    final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;

    OpsDesk() throws IOException {
        Files.createDirectories(TestPostgres.programs());
        directory = Files.createTempDirectory(TestPostgres.programs(), "ops-");
        server = TongbaoServer.start(ServerOptions.sandbox(directory.resolve("data"), 0));
    }

    <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    /** An active member with these roles, without the ceremony of a set-up. */
    StaffMember member(String login, Role... roles) {
        bean(InviteStaff.class).bootstrap(new InviteCommand("test:" + login, login, login), Set.of(roles));
        bean(JdbcClient.class)
                .sql("UPDATE staff.member SET status = 'active' WHERE login = ?")
                .param(login)
                .update();
        return bean(Staff.class).byLogin(login).orElseThrow();
    }

    /** The token of a session in which these factors were proved. */
    String session(StaffMember member, Factor first, Factor... more) {
        Set<Factor> factors = EnumSet.of(first, more);
        return bean(Sessions.class)
                .open(Subject.staff(member.id()), factors, "test", "127.0.0.1")
                .token();
    }

    /** Cookie and CSRF token of a session. */
    static List<String> headers(String token) {
        return List.of("Cookie", SessionCookie.STAFF.name() + "=" + token, CsrfToken.HEADER, CsrfToken.of(token));
    }

    HttpResponse<String> send(String method, String path, String body, List<String> headers, String... more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        List<String> all = new ArrayList<>(headers);
        Collections.addAll(all, more);
        for (int i = 0; i < all.size(); i += 2) {
            request.header(all.get(i), all.get(i + 1));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Headers of a map, one after the other. */
    static List<String> flat(Map<String, String> headers) {
        List<String> all = new ArrayList<>();
        headers.forEach((name, value) -> {
            all.add(name);
            all.add(value);
        });
        return all;
    }

    @Override
    public void close() throws IOException {
        http.close();
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
