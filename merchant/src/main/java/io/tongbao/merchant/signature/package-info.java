/**
 * HTTP message signatures (RFC 9421) and content digests (RFC 9530): a pure core without I/O, used by the server to verify
 * and by clients, tests and benchmarks to sign.
 */
@NullMarked
package io.tongbao.merchant.signature;

import org.jspecify.annotations.NullMarked;
