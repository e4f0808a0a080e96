package caravan.sink.sql;

/**
 * How to reach a database. As text it holds no password.
 *
 * @param name     that endpoints call it by
 * @param url      for JDBC
 * @param user     empty where there is none
 * @param password likewise
 * @param pool     connections at most
 */
public record DatabaseSettings(String name, String url, String user, String password, int pool) {

    @Override
    public String toString() {
        return "database " + name;
    }
}
