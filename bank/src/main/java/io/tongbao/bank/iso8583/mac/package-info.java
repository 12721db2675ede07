/** Message authentication codes of fields 64 and 128, and where their keys come from. */
@NullMarked
package io.tongbao.bank.iso8583.mac;

import org.jspecify.annotations.NullMarked;
