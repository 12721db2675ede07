/** Real names: documents, checks by others, and what follows from them. */
@NullMarked
package io.tongbao.customer.identity;

import org.jspecify.annotations.NullMarked;
