/**
 * Service providers: who they are, where their money goes, the keys they sign with. This package is the module's API; the
 * HTTP interface, webhooks and request log are packages of their own above it.
 */
@NullMarked
package io.tongbao.merchant;

import org.jspecify.annotations.NullMarked;
