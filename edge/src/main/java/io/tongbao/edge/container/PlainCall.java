package io.tongbao.edge.container;

import io.tongbao.edge.HttpCall;
import io.tongbao.edge.Languages;
import io.tongbao.edge.ServletExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A call without a caller, for what fails before or outside of any API. */
final class PlainCall extends HttpCall {

    PlainCall(HttpServletRequest request, HttpServletResponse response, String requestId) {
        super(new ServletExchange(request, response), requestId, Languages.of(request.getHeader("Accept-Language")));
    }
}
