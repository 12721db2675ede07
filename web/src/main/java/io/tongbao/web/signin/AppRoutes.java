package io.tongbao.web.signin;

/** A group of the customers' routes. */
public interface AppRoutes {

    void addTo(AppRouter router);
}
