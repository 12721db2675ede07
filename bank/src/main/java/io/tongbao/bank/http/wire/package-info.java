/** What travels between us and a bank that speaks JSON: sealed messages, strict reading, key files. Both the adapter and the sandbox's face use it. */
@NullMarked
package io.tongbao.bank.http.wire;

import org.jspecify.annotations.NullMarked;
