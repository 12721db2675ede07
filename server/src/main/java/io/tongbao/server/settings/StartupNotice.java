package io.tongbao.server.settings;

import java.net.URI;
import java.util.List;

/** Something the operator should read once the server answers: a URL, a sandbox credential. Beans, printed in order. */
public interface StartupNotice {

    /**
     * @param server where the server answers, without a trailing slash
     * @return lines to print as they are; empty for nothing
     */
    List<String> lines(URI server);
}
