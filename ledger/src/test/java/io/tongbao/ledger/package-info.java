@NullMarked
package io.tongbao.ledger;

import org.jspecify.annotations.NullMarked;
