package io.tongbao.edge.container;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.PublicId;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the container itself refuses after dispatch ({@code sendError}), as problem+json. */
@RestController
public final class ContainerErrors implements ErrorController {

    private final Ids ids;

    public ContainerErrors(Ids ids) {
        this.ids = ids;
    }

    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = status instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        ErrorCode code = ProblemResolver.code(known == null ? HttpStatus.BAD_REQUEST : known);
        String id = response.getHeader("Request-Id");
        new PlainCall(request, response, id == null ? PublicId.format("req", ids.next()) : id).refuse(code, null, null);
    }
}
