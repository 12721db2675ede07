/** What exists in sandbox mode only: seeded service providers and payers, fixed test keys, a readable webhook inbox. */
@NullMarked
package io.tongbao.server.sandbox;

import org.jspecify.annotations.NullMarked;
