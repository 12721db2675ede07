package io.tongbao.edge.container;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.HttpCall;
import io.tongbao.edge.Refusals;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers whatever a controller or Spring MVC throws as problem+json; no exception text of a fault leaves. */
public final class ProblemResolver implements HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);

    private final Ids ids;

    public ProblemResolver(Ids ids) {
        this.ids = ids;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        HttpCall call = call(request, response);
        try {
            if (thrown instanceof Refused || thrown instanceof FieldRefused) {
                Refusals.answer(call, (RuntimeException) thrown);
            } else if (thrown instanceof ErrorResponse known) {
                if (known.getHeaders().getFirst("Allow") != null) {
                    response.setHeader("Allow", known.getHeaders().getFirst("Allow"));
                }
                call.refuse(code(HttpStatus.valueOf(known.getStatusCode().value())), null, null);
            } else if (thrown instanceof HttpMessageNotReadableException) {
                call.refuse(RequestError.INVALID_JSON, null, null);
            } else {
                Refusals.answerInternal(call, thrown, LOG);
            }
        } catch (IOException e) {
            // The caller has gone; there is nobody to answer.
            LOG.debug("request {}: the caller went away", call.requestId());
        }
        return new ModelAndView();
    }

    /** The code for a status that the framework or container gives. */
    static ErrorCode code(HttpStatus status) {
        if (status == HttpStatus.NOT_FOUND) {
            return RequestError.NOT_FOUND;
        }
        if (status == HttpStatus.METHOD_NOT_ALLOWED || status == HttpStatus.NOT_IMPLEMENTED) {
            return RequestError.METHOD_NOT_ALLOWED;
        }
        if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE || status == HttpStatus.NOT_ACCEPTABLE) {
            return RequestError.UNSUPPORTED_MEDIA_TYPE;
        }
        if (status.value() == RequestError.BODY_TOO_LARGE.httpStatus()) {
            return RequestError.BODY_TOO_LARGE;
        }
        return status.is4xxClientError() ? RequestError.INVALID_REQUEST : RequestError.INTERNAL_ERROR;
    }

    private HttpCall call(HttpServletRequest request, HttpServletResponse response) {
        String id = PublicId.format("req", ids.next());
        response.setHeader("Request-Id", id);
        return new PlainCall(request, response, id);
    }
}
