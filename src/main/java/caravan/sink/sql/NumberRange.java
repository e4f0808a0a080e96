package caravan.sink.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Numbers that a column holds.
 *
 * @param whole    digits before the point at most
 * @param fraction digits after it
 */
record NumberRange(int whole, int fraction) {

    /**
     * @return the number, rounded half up where it has more digits after the point; empty where it is too large. Takes
     *     no time and memory for 1E+999999999 or 1E-999999999, which a page may hold.
     */
    Optional<BigDecimal> fit(BigDecimal number) {
        long magnitude = (long) number.precision() - number.scale();
        if (number.signum() == 0 || magnitude < -fraction) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (magnitude > whole) {
            return Optional.empty();
        }
        BigDecimal rounded = number.scale() > fraction ? number.setScale(fraction, RoundingMode.HALF_UP) : number;
        return Optional.of(rounded).filter(value -> (long) value.precision() - value.scale() <= whole);
    }
}
