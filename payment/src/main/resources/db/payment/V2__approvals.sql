-- Payments approved by a challenge.
ALTER TABLE payment.orders
    DROP CONSTRAINT orders_method_check,
    ADD CONSTRAINT orders_method_check CHECK (method BETWEEN 0 AND 5);
