import first
import one.same
import same
import second
import two.same
from probe import tell

tell(f"same is {same.NAME}, one.same {one.same.NAME}, two.same {two.same.NAME}, {first.NAME}, {second.NAME}")
