/** What the servlet container and Spring MVC refuse by themselves, answered like everything else. */
@NullMarked
package io.tongbao.edge.container;

import org.jspecify.annotations.NullMarked;
