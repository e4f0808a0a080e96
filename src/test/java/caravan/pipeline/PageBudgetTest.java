package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageBudgetTest {

    @Test
    void neverReservesMoreThanItsLimitHoweverManyAskAtOnce() {
        PageBudget budget = new PageBudget(10, 0);
        assertThat(IntStream.range(0, 1000)
                        .parallel()
                        .filter(i -> budget.tryReserve())
                        .count())
                .isEqualTo(10);
    }

    @Test
    void lendsAgainWhatWasGivenBack() {
        PageBudget budget = new PageBudget(1, 0);
        assertThat(budget.tryReserve()).isTrue();
        assertThat(budget.tryReserve()).isFalse();
        budget.giveBack();
        assertThat(budget.tryReserve()).isTrue();
    }

    @Test
    void isSpentOnceAllPagesAreRecorded() {
        PageBudget budget = new PageBudget(1, 0);
        budget.tryReserve();
        assertThat(budget.isSpent()).isFalse();
        budget.spend();
        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.tryReserve()).isFalse();
    }

    @Test
    void hasNoLimitWhenItIsZero() {
        PageBudget budget = new PageBudget(0, 0);
        assertThat(IntStream.range(0, 1000).allMatch(i -> budget.tryReserve())).isTrue();
        assertThat(budget.isSpent()).isFalse();
    }
}
