/** The descriptions of the customers' and the operations API, and pages to browse them. */
@NullMarked
package io.tongbao.web.docs;

import org.jspecify.annotations.NullMarked;
