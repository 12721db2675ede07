package io.tongbao.web.staff;

/** A group of the console's routes. */
public interface OpsRoutes {

    void addTo(OpsRouter router);
}
