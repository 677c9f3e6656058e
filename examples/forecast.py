"""Fits a trend to made-up sales; each package it imports has a part in the result."""

import hashlib
import io

import attrs
import boto3
import grpc
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import requests
import yaml
from cryptography.hazmat.primitives import hashes
from google.protobuf import struct_pb2
from pydantic import BaseModel
from scipy import stats
from sklearn.linear_model import LinearRegression
from tqdm import tqdm

import table


@attrs.frozen
class Trend:
    slope: float
    intercept: float


class Settings(BaseModel):
    weeks: int
    growth: float


def main() -> None:
    settings = Settings(**yaml.safe_load("{weeks: 52, growth: 2.5}"))
    weeks = np.arange(settings.weeks)
    noise = np.sin(weeks)
    sales = pd.DataFrame({"week": weeks, "sold": 100 + settings.growth * weeks + noise})

    model = LinearRegression().fit(sales[["week"]].to_numpy(), sales["sold"].to_numpy())
    trend = Trend(slope=float(model.coef_[0]), intercept=float(model.intercept_))
    correlation = float(stats.pearsonr(sales["week"], sales["sold"]).statistic)

    stored = io.BytesIO()
    parquet.write_table(pa.Table.from_pandas(sales), stored)
    ours = hashes.Hash(hashes.SHA256())
    ours.update(stored.getvalue())
    if ours.finalize() != hashlib.sha256(stored.getvalue()).digest():
        raise SystemExit("cryptography and hashlib disagree")
    message = struct_pb2.Struct()
    message.update({"slope": trend.slope})
    total = sum(tqdm(sales["sold"].to_list(), disable=True))

    request = requests.Request("GET", "http://localhost/", params={"weeks": settings.weeks}).prepare()
    client = boto3.client("s3", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    channel = grpc.insecure_channel("localhost:1")
    channel.close()

    table.print_table(
        "forecast",
        [
            ("slope", f"{message['slope']:.3f}"),
            ("correlation", f"{correlation:.4f}"),
            ("total", f"{total:.1f}"),
            ("request", request.url),
            ("store", client.meta.endpoint_url),
        ],
    )
    print(f"forecast ok slope={trend.slope:.3f} total={total:.1f}")


if __name__ == "__main__":
    main()
