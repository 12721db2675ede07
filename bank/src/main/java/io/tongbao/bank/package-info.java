/** Banks as the platform sees them: one interface, flags for what each can do, one small class or none for a new one. This package is the module's API. */
@NullMarked
package io.tongbao.bank;

import org.jspecify.annotations.NullMarked;
