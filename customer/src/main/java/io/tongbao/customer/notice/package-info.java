/** What customers are told about the safety of their accounts. */
@NullMarked
package io.tongbao.customer.notice;

import org.jspecify.annotations.NullMarked;
