package io.tongbao.edge.container;

import io.tongbao.edge.Languages;
import io.tongbao.edge.Problem;
import io.tongbao.kernel.ErrorCode;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What Tomcat refuses before any servlet sees it (a malformed request line or address), as problem+json and not as HTML. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        ErrorCode code = ProblemResolver.code(known == null ? HttpStatus.BAD_REQUEST : known);
        byte[] body =
                new Problem(code, null, null, null, "none").json(Languages.of(request.getHeader("Accept-Language")));
        try {
            response.setStatus(code.httpStatus());
            response.setContentType(Problem.MEDIA_TYPE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException e) {
            // The caller has gone; Tomcat closes the connection.
            return;
        }
    }
}
