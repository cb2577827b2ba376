"""What can go wrong in the shop, besides what can go wrong anywhere."""

from common.errors import Conflict, InvalidRequest, NotFound


class NoShop(NotFound):
    """There is no chain in the catalogue yet, so there is nothing to sell. Found one, or start a demo."""

    code = "no_shop"
    title = "There is no shop here yet"


class GoodsNotFound(NotFound):
    """The shop has never had this product. It may have been mistyped; search for it by its name."""

    code = "goods_not_found"
    title = "There is no such product"


class CoverNotFound(NotFound):
    """There is no picture under this address. Pages of the shop always name those that there are."""

    code = "cover_not_found"
    title = "There is no such picture"


class NotForSale(InvalidRequest):
    """The product is not sold any more, or never was. Nothing was changed."""

    code = "not_for_sale"
    title = "The product is not for sale"


class CodeTaken(Conflict):
    """Another product, till or coupon has this code already. Nothing was changed; give it another."""

    code = "code_taken"
    title = "The code belongs to another"


class WrongDetails(InvalidRequest):
    """Something in the form cannot be used. Nothing was changed; the fields say what to put right."""

    code = "wrong_details"
    title = "Some of it cannot be used"


class CoverRefused(InvalidRequest):
    """The file is no picture that the shop can show: JPEG, PNG or WebP up to 5 MB. The cover stays as it was."""

    code = "cover_refused"
    title = "The picture cannot be used"
