#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The workloads of sessions by SQLAlchemy's ORM, on the same data in SQLite in memory, for comparison: tests/bench/run sqlalchemy [--rounds N]. It is Debian's
python3-sqlalchemy; without it nothing is measured, and the exit code is 77."""
import sys
import time

try:
    import sqlalchemy as sa
    from sqlalchemy.orm import Session, declarative_base, relationship, selectinload
except ImportError:
    print("sqlalchemy is not installed")
    sys.exit(77)

Base = declarative_base()
HAIR = ("brown", "black", "blond", "grey", None)


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text, nullable=False)
    hair_color = sa.Column(sa.Text)
    posts = relationship("Post", order_by="Post.id")


class Post(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    user_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"), nullable=False, index=True)
    title = sa.Column(sa.Text, nullable=False)
    body = sa.Column(sa.Text, nullable=False)
    comments = relationship("Comment", order_by="Comment.id")


class Comment(Base):
    __tablename__ = "comments"
    id = sa.Column(sa.Integer, primary_key=True)
    post_id = sa.Column(sa.Integer, sa.ForeignKey("posts.id"), nullable=False, index=True)
    text = sa.Column(sa.Text, nullable=False)


def user(i):
    return {"name": f"Name of user {i:06d}", "hair_color": HAIR[i % 5]}


def fill(engine, users, posts=0, comments=0):
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        if users:
            connection.execute(sa.insert(User.__table__), [user(i) for i in range(1, users + 1)])
        if posts:
            connection.execute(sa.insert(Post.__table__), [{"user_id": (i - 1) // 10 + 1, "title": f"Title of post {i:06d}", "body":
                               f"Post {i:06d}: the quick brown fox jumps over the lazy dog, again."} for i in range(1, posts + 1)])
        if comments:
            connection.execute(sa.insert(Comment.__table__), [{"post_id": (i - 1) // 10 + 1, "text": f"Comment {i:06d}: well said"} for i in range(1, comments + 1)])


def w1(session, n):
    assert sum(1 for u in session.execute(sa.select(User)).scalars() if u.name) == n


def w4(session, n):
    added = [User(**user(i)) for i in range(1, n + 1)]
    session.add_all(added)
    session.commit()
    assert added[-1].id


def w5(session, n):
    for i in range(n):
        assert session.get(User, i * 7919 % n + 1).name


def w6(session, n):
    users = session.execute(sa.select(User).options(selectinload(User.posts).selectinload(Post.comments))).scalars().all()
    assert len(users) == n and sum(len(p.comments) for u in users for p in u.posts) == 100 * n


def w8(session, n, turn=[0]):
    users = session.execute(sa.select(User)).scalars().all()
    turn[0] += 1
    for i, u in enumerate(users):
        u.name = f"Name of user {(n - i if turn[0] % 2 else i + 1):06d}"
    began = time.perf_counter()
    session.commit()
    return began


def measure(name, n, rounds, run, prepare):
    times = []
    for _ in range(rounds):
        engine = sa.create_engine("sqlite://", future=True)
        prepare(engine)
        with Session(engine, future=True, expire_on_commit=False) as session:
            began = time.perf_counter()
            began = run(session, n) or began
            times.append((time.perf_counter() - began) / n * 1e9)
    print(f"{name:3s} SQLAlchemy {sa.__version__:15s} {n:7d} {sorted(times)[len(times) // 2]:11.1f}")


def main():
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 5
    print("    variant                       rows          ns")
    measure("W1", 10000, rounds, w1, lambda e: fill(e, 10000))
    measure("W4", 10000, rounds, w4, lambda e: fill(e, 0))
    measure("W5", 10000, rounds, w5, lambda e: fill(e, 10000))
    measure("W6", 100, rounds, w6, lambda e: fill(e, 100, 1000, 10000))
    measure("W8", 10000, rounds, w8, lambda e: fill(e, 10000))


main()
