package io.tongbao.merchant.http;

import io.tongbao.edge.Router;

/** A group of addresses of the API v1. */
public interface ApiRoutes {

    void addTo(Router<ApiCall> router);
}
