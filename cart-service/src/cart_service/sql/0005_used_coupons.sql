-- Coupons of single use that the books said a purchase used up; a code that is given out anew belongs to another promotion.
CREATE TABLE used_coupon (
  promotion_id bigint NOT NULL,
  code text NOT NULL,
  PRIMARY KEY (promotion_id, code)
);
