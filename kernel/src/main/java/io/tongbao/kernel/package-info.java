/**
 * The words every module shares: money, phone numbers, identifiers, error codes. Depends on the JDK and JSpecify only.
 */
@NullMarked
package io.tongbao.kernel;

import org.jspecify.annotations.NullMarked;
