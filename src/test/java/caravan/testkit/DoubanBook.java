package caravan.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An invented book. What its page does not show is empty.
 *
 * @param number from 0
 * @param title  as lists have it; unlike any other
 * @param pages  digits, perhaps with a unit
 * @param price  as the page writes it, in whatever currency
 * @param score  0.0 to 10.0
 * @param intro  paragraphs
 */
record DoubanBook(
        int number,
        String title,
        String subtitle,
        String author,
        String press,
        String pages,
        String price,
        String score,
        List<String> intro) {
    private static final String[] ADJECTIVES = {"雾里的", "南方的", "第七个", "沉默的", "山那边的", "纸上的", "消失的", "夜航的", "未寄出的", "冬天的"};
    private static final String[] NOUNS = {"灯塔", "车站", "邮差", "河流", "书信", "钟表匠"};
    private static final String[] AUTHORS = {"陆见川", "[英] 玛丽·格林", "沈未眠", "[日] 山本灯", "何以晴", "欧阳听雨", "[法] 让·莫雷尔"};
    private static final String[] PRESSES = {"晨星出版社", "雨花 & 青石出版社", "远山书局", "北岸文艺出版社", "The Lantern Press"};
    private static final String[] PRICES = {"45.00元", "CNY 58.00", "29.80", "NT$ 320", "USD 15.95"};
    private static final String[] SENTENCES = {
        "一个守灯人在雾季里等待一艘不会来的船。",
        "她把没有寄出的信折成纸船，放进门前的河里；河水“记得”每一个字。",
        "火车停在无名小站，旅客们 <轮流> 讲述自己为何出走。",
        "钟停了三十年，修钟的人才来。",
        "这是关于迷路的书：迷路的人、迷路的鸟和一封迷路的信。"
    };

    /** How many there are. */
    static final int COUNT = ADJECTIVES.length * NOUNS.length;

    /** The same each time. Every kind of gap occurs, alone and with others. */
    static DoubanBook of(int number) {
        int pages = 120 + number * 37 % 600;
        return new DoubanBook(
                number,
                ADJECTIVES[number % ADJECTIVES.length] + NOUNS[number / ADJECTIVES.length],
                number % 4 == 0 ? "一部小说" : "短章集",
                unless(number % 13 == 5, AUTHORS[number % AUTHORS.length]),
                unless(number % 11 == 3, PRESSES[number % PRESSES.length]),
                unless(number % 7 == 2, number % 3 == 0 ? pages + "页" : String.valueOf(pages)),
                unless(number % 9 == 4, PRICES[number % PRICES.length]),
                unless(number % 10 == 6, 5 + number % 5 + "." + number % 10),
                number % 8 == 7 ? List.of() : intro(number));
    }

    private static List<String> intro(int number) {
        String first = SENTENCES[number % SENTENCES.length];
        return number % 3 == 0 ? List.of(first, SENTENCES[(number + 2) % SENTENCES.length]) : List.of(first);
    }

    private static String unless(boolean missing, String value) {
        return missing ? "" : value;
    }

    String path() {
        return "/subject/" + (1_000_000 + number * 7) + "/";
    }

    /** What a task is to find: no field for what the page does not show. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("书名", title);
        putFilled(fields, "作者", author);
        if (!pages.isEmpty()) {
            fields.put("页数", Long.valueOf(pages.replace("页", "")));
        }
        putFilled(fields, "出版社", press);
        if (!score.isEmpty()) {
            fields.put("得分", Double.valueOf(score));
        }
        putFilled(fields, "价格", price);
        putFilled(fields, "简介", String.join(" ", intro));
        return fields;
    }

    private static void putFilled(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }
}
