"""Fills a report from an in-memory database; each package it imports has a part in the result."""

import io
import pathlib

import attrs
import boto3
import click
import grpc
import jinja2
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as csv
import requests
import sqlalchemy
import yaml
from cryptography.fernet import Fernet
from google.protobuf import wrappers_pb2
from packaging.version import Version
from pydantic import BaseModel
from scipy import optimize

import table


@attrs.frozen
class Row:
    item: str
    price: float


class Order(BaseModel):
    item: str
    count: int


@click.command()
def main() -> None:
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("create table orders (item text, count int)"))
        connection.execute(sqlalchemy.text("insert into orders values ('tea', 3), ('coffee', 5)"))
        orders = [Order(item=item, count=count) for item, count in connection.execute(sqlalchemy.text("select * from orders"))]

    prices = csv.read_csv(io.BytesIO(b"item,price\ntea,2.5\ncoffee,4.0\n")).to_pandas()
    rows = [Row(**row) for row in prices.to_dict("records")]
    frame = pd.DataFrame([order.model_dump() for order in orders]).merge(pd.DataFrame([attrs.asdict(row) for row in rows]))
    total = float(np.dot(frame["count"], frame["price"]))
    root = optimize.brentq(lambda x: x * x - total, 0, total)

    template = (pathlib.Path(__file__).parent / "report.html.jinja").read_text()
    html = jinja2.Template(template).render(rows=frame.to_dict("records"), total=wrappers_pb2.DoubleValue(value=total).value)
    key = Fernet(Fernet.generate_key())
    if key.decrypt(key.encrypt(html.encode())).decode() != html:
        raise SystemExit("cryptography does not give back what it took")
    request = requests.Request("POST", "http://localhost/", data=yaml.safe_dump({"total": total})).prepare()
    queue = boto3.client("sqs", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    channel = grpc.insecure_channel("localhost:1")
    channel.close()

    table.print_table(
        "report",
        [
            ("total", f"{total:.2f}"),
            ("root", f"{root:.4f}"),
            ("arrow", str(Version(pa.__version__).major > 1)),
            ("request", f"{request.method} {len(request.body)}"),
            ("queue", queue.meta.endpoint_url),
        ],
    )
    print(f"report ok total={total:.2f} html={len(html)}")


if __name__ == "__main__":
    main()
