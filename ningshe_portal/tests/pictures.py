"""What a browser test looks at as a person would: the page as a picture, and whether it fits the screen."""

import os


def shoot(page, name):
    """A picture to look at, where somebody wants one."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def shoot_at_widths(page, name, widths):
    """The same page on a telephone and at a desk."""
    if not os.environ.get("PICTURES"):
        return
    own = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": own["height"]})
        shoot(page, f"{name}-{width}")
    page.set_viewport_size(own)


def fits(page):
    """Nothing is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
