/** The faces: what customers and staff reach over HTTP. This package is the module's API. */
@NullMarked
package io.tongbao.web;

import org.jspecify.annotations.NullMarked;
