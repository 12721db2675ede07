/** What every HTTP edge needs: strict JSON, problem answers, bounded bodies, languages, request ids. This package is the module's API. */
@NullMarked
package io.tongbao.edge;

import org.jspecify.annotations.NullMarked;
